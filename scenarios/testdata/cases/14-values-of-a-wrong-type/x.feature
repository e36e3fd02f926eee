Feature: Values without quotes

  Scenario: In a ConfigMap
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {DEBUG: yes,
        PORT: 8080}
      """
    Then configmap "settings" exists

  Scenario: In a pod
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: web
            image: busybox
            comand: [sleep, "60"]
            env:
              - {name: A, value: 1}
      """
    Then pod "web" is Running within 20s

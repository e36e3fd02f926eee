Feature: What keeps a container from starting

  Scenario: A directory is mounted over a file
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {nginx.conf: "events {}"}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: covered}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: web, image: nginx, volumeMounts: [{name: settings, mountPath: /etc/nginx/nginx.conf}]}]
        volumes: [{name: settings, configMap: {name: settings}}]
      """
    Then container "web" of pod "covered" was terminated with reason "StartError" within 2m
    And pod "covered" is Running within 3s

  Scenario: An image that the node has is asked for all the same
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: asks}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: web, image: nginx, imagePullPolicy: Always}]
      """
    Then pod "asks" was ErrImagePull within 2m
    And pod "asks" is Running within 3s

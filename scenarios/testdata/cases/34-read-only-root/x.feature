Feature: A root that nobody may write

  Scenario: It ends once, for good
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: page}
      spec:
        restartPolicy: Never
        terminationGracePeriodSeconds: 1
        containers: [{name: nginx, image: nginx, securityContext: {readOnlyRootFilesystem: true}}]
      """
    Then pod "page" is Running for 20s

  Scenario: It ends again and again
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: pages}
      spec:
        selector: {matchLabels: {app: pages}}
        template:
          metadata: {labels: {app: pages}}
          spec:
            terminationGracePeriodSeconds: 1
            containers:
              - name: nginx
                image: nginx
                securityContext: {readOnlyRootFilesystem: true}
                readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}
      """
    Then deployment "pages" has 1 ready replica within 40s

Feature: A root that nobody may write

  Scenario: The web server needs a place for its files
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
            containers: [{name: nginx, image: nginx, securityContext: {readOnlyRootFilesystem: true}}]
      """
    Then deployment "pages" has 1 ready replica for 20s

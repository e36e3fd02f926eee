Feature: A state that does not stay

  Scenario: The pod is scheduled after all
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: quick}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: main, image: busybox, command: [sleep, "60"]}]
      """
    Then pod "quick" is Pending for 20s

Feature: A hook that takes its time

  Scenario: The container goes only when its hook has ended
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: slow-to-leave}
      spec:
        terminationGracePeriodSeconds: 12
        containers:
          - name: web
            image: nginx
            lifecycle: {preStop: {exec: {command: [sleep, "90"]}}}
      """
    Then pod "slow-to-leave" is ready within 30s
    When pod "slow-to-leave" is deleted
    Then pod "slow-to-leave" does not exist within 4s

Feature: A job that ended in another way than awaited

  Scenario: It has completed, and never fails
    When this manifest is applied:
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: quick}
      spec:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: main, image: busybox, command: [echo, done]}]
      """
    Then job "quick" has the condition "Complete" within 30s
    And job "quick" has the condition "Failed" within 30s

  Scenario: Its time to live is over before anybody looks
    When this manifest is applied:
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: mayfly}
      spec:
        ttlSecondsAfterFinished: 0
        template:
          spec:
            restartPolicy: Never
            containers: [{name: main, image: busybox, command: [echo, done]}]
      """
    Then job "mayfly" does not exist within 40s
    And job "mayfly" has the condition "Complete" within 30s

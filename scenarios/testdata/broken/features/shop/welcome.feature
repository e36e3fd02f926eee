@shop @fast
Feature: The front page of the shop
  Scenario: The front page is there
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: welcome}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: web, image: nginx}]
      """
    Then pod "welcome" is ready within 20s

  Scenario: A night job ends well
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: night-job}
      spec:
        restartPolicy: Never
        containers: [{name: job, image: busybox, command: [sh, -c, "sleep 2"]}]
      """
    Then pod "night-job" is Completed

@explain
Feature: Why a workload does not get on

  Scenario: Its pod is ready, but not for long enough
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        minReadySeconds: 600
        progressDeadlineSeconds: 601
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: web, image: busybox, command: [sleep, "60"]}]
      """
    Then deployment "web" has 1 ready replica
    And the reason of deployment "web" is WORKLOAD_STUCK saying "deployment \"web\": 0 of 1 pods available" for 1s

Feature: The successor of a pod on its way out

  Scenario: The step waits for the pod that the StatefulSet makes again
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: store}
      spec:
        replicas: 1
        serviceName: store
        selector: {matchLabels: {app: store}}
        template:
          metadata: {labels: {app: store}}
          spec:
            terminationGracePeriodSeconds: 6
            containers: [{name: sh, image: busybox, command: [sleep, "600"]}]
      """
    And pod "store-0" is ready within 30s
    When "touch /tmp/mark" is run in pod "store-0"
    And pod "store-0" is deleted
    Then pod "store-0" is ready within 40s
    When "test ! -e /tmp/mark" is run in pod "store-0"
    Then pod "store-0" is Running for 2s

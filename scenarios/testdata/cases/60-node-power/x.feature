Feature: What a node said before it lost its power

  @exclusive @node:worker3
  Scenario: It was ready, and is off now
    Given node "worker3" is ready
    When node "worker3" is powered off
    Then node "worker3" is ready within 3s

  @exclusive @node:worker2
  Scenario: Its replica was ready, and is off now
    Given this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: there}
      spec:
        selector: {matchLabels: {app: there}}
        template:
          metadata: {labels: {app: there}}
          spec:
            nodeSelector: {kubernetes.io/hostname: gherkind-worker2}
            terminationGracePeriodSeconds: 1
            containers: [{name: there, image: busybox, command: [sleep, "600"]}]
      """
    And deployment "there" has 1 ready replica within 30s
    When node "worker2" is powered off
    Then deployment "there" has 1 ready replica within 3s

  @exclusive @node:worker3
  Scenario: It comes back
    When node "worker3" is powered off
    And node "worker3" is powered on
    Then node "worker3" is ready within 60s

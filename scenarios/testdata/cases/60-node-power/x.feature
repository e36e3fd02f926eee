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

  @exclusive @node:worker2
  Scenario Outline: Its <what> was there, and is off now
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
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: there}
      spec: {selector: {app: there}, ports: [{port: 80}]}
      """
    And service "there" has 1 ready endpoint within 30s
    And the pod of deployment "there" is called "one"
    And deployment "there" is rolled out
    When node "worker2" is powered off
    Then <claim> within 3s

    Examples:
      | what      | claim                                                         |
      | endpoint  | service "there" has 1 ready endpoint                          |
      | condition | deployment "there" has the condition "Available"              |
      | status    | deployment "there" has "1" at "{.status.availableReplicas}"   |
      | container | container "there" of pod "one" is running                     |

  @exclusive @node:worker3
  Scenario: It comes back
    When node "worker3" is powered off
    And node "worker3" is powered on
    Then node "worker3" is ready within 60s

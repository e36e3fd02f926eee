Feature: A drain keeps to a disruption budget

  @exclusive @node:worker2 @node:worker3
  Scenario: One pod after the other moves, and one is always available
    Given the manifest "beyond/front.yaml" is applied
    And deployment "front" is rolled out
    And every pod of deployment "front" is on node "worker2"
    And throughout, deployment "front" has at least 1 available replica
    When node "worker2" is drained
    Then no pod of deployment "front" is on node "worker2"
    And deployment "front" has 2 ready replicas

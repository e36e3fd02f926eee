@P6
Feature: A drained node is empty
  To drain a node is to cordon it, so that nothing new comes, and to evict its
  pods: their controllers make them again elsewhere. As long as a
  PodDisruptionBudget forbids an eviction, the pod stays.

  @exclusive @node:worker2 @node:worker3
  Scenario: Its pods run elsewhere, and nothing comes until it is uncordoned
    Given the manifest "scheduling/moves-on.yaml" is applied
    And deployment "moves-on" is rolled out
    And deployment "moves-on" has 2 ready replicas
    And every pod of deployment "moves-on" is on node "worker2"
    And throughout, deployment "moves-on" has at least 1 available replica
    When node "worker2" is drained
    Then no pod of deployment "moves-on" is on node "worker2"
    And deployment "moves-on" is rolled out
    When the manifest "scheduling/only-worker2.yaml" is applied
    Then pod "only-worker2" has the event "FailedScheduling" saying "were unschedulable"
    When node "worker2" is uncordoned
    Then pod "only-worker2" is Running

@P2
Feature: A nodeSelector names the nodes by their labels
  The pod may run only on nodes with this label. As long as there is none, it
  is Pending; it starts as soon as a node gets the label.

  @node:worker2
  Scenario: Pending without such a node, running once there is one
    When the manifest "scheduling/needs-ssd.yaml" is applied
    Then pod "needs-ssd" is Pending for 2s
    And pod "needs-ssd" has the event "FailedScheduling" saying "didn't match Pod's node affinity/selector"
    When node "worker2" is labelled "gherkind-disk=ssd"
    Then pod "needs-ssd" is Running
    And pod "needs-ssd" is on node "worker2"
    When the manifest "scheduling/two-need-ssd.yaml" is applied
    Then deployment "two-need-ssd" is rolled out
    And deployment "two-need-ssd" has 2 ready replicas
    And every pod of deployment "two-need-ssd" is on a node labelled "gherkind-disk=ssd"

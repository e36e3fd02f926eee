Feature: A node that is closed takes no pod
  Cordoned or tainted, it is left out by the scheduler. Its pods wait until
  neither is so.

  @node:worker2
  Scenario: It is cordoned, then tainted, then open
    Given node "worker2" is cordoned
    And node "worker2" has the taint "node.kubernetes.io/unschedulable:NoSchedule"
    When the manifest "scheduling/only-worker2.yaml" is applied
    Then pod "only-worker2" has the event "FailedScheduling" saying "were unschedulable"
    When node "worker2" is tainted "gherkind-closed=now:NoSchedule"
    And node "worker2" is uncordoned
    Then node "worker2" has the taint "gherkind-closed=now:NoSchedule" within 5s
    And pod "only-worker2" is Pending for 2s
    When the taint "gherkind-closed=now:NoSchedule" is removed from node "worker2"
    Then pod "only-worker2" is Running

  Scenario: Rivals are kept apart
    When the manifest "scheduling/rivals.yaml" is applied
    Then pod "red" is Running
    And pod "blue" is Running
    And pod "red" is on another node than pod "blue" within 5s

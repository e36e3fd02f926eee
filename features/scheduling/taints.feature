@P5
Feature: Taints keep pods off a node, or drive them away
  NoSchedule keeps new pods off. NoExecute also evicts those that run there. A
  toleration exempts a pod, for ever or for a number of seconds.

  @node:worker3
  Scenario: NoSchedule keeps off whoever does not tolerate it
    Given node "worker3" is tainted "gherkind-dedicated=db:NoSchedule"
    When the manifest "startup/two-replicas.yaml" is applied
    And the manifest "scheduling/database.yaml" is applied
    Then deployment "two-replicas" is rolled out
    And no pod of deployment "two-replicas" was ever on node "worker3"
    And pod "database" is Running
    And pod "database" is on node "worker3"

  @exclusive @node:worker2
  Scenario: NoExecute evicts, and a toleration puts it off
    Given the manifest "scheduling/on-worker2.yaml" is applied
    And pod "intolerant" is Running
    And pod "patient" is Running
    And pod "tolerant" is Running
    When node "worker2" is tainted "gherkind-repair=now:NoExecute"
    Then pod "intolerant" does not exist
    And the reason of pod "intolerant" is POD_EVICTED saying "does not tolerate a NoExecute taint of node"
    And pod "patient" exists for 2s
    And pod "patient" does not exist
    And pod "tolerant" is Running for 2s
    And pod "tolerant" is on node "worker2"

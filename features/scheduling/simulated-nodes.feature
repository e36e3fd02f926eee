@simulated-nodes:10
Feature: Ten nodes that need no machines
  A simulated node is a Node object whose kubelet is played by a controller.
  The scheduler treats it as any other. No container runs there: what is found
  out here is true of scheduling, and of nothing that a container does.

  Scenario: Two replicas are on the two nodes of their zone
    When the manifest "scheduling/simulated-zone.yaml" is applied
    Then deployment "zoned" is rolled out
    And deployment "zoned" has 2 ready replicas
    And the pods of deployment "zoned" are on 2 different nodes
    And every pod of deployment "zoned" is on a node labelled "topology.kubernetes.io/zone=zone-3"

  Scenario: There are not more nodes than that
    When the manifest "scheduling/simulated-apart.yaml" is applied
    Then the reason of deployment "apart" is POD_UNSCHEDULABLE saying "anti-affinity"
    And deployment "apart" has 10 ready replicas

  Scenario: A pod that does not tolerate the taint stays off
    When the manifest "scheduling/simulated-untolerated.yaml" is applied
    Then pod "untolerated" has the event "FailedScheduling" saying "untolerated taint"
    And pod "untolerated" is Pending for 2s

  @node:simulated-7
  Scenario: One of them gets a label, and the pod that waits for it
    Given the manifest "scheduling/simulated-needs-gpu.yaml" is applied
    And pod "needs-gpu" has the event "FailedScheduling" saying "didn't match Pod's node affinity/selector"
    When node "simulated-7" is labelled "gherkind-gpu=yes"
    Then pod "needs-gpu" is Running
    And pod "needs-gpu" is on node "simulated-7"

@P3
Feature: Node affinity, required and preferred
  A required affinity is a condition: without a fitting node the pod is
  Pending. A preferred one is a wish: the pod goes there when it can, and
  elsewhere when it cannot.

  @node:worker3
  Scenario: The required zone appears, and the pod starts there
    When the manifest "scheduling/requires-zone.yaml" is applied
    Then pod "requires-zone" has the event "FailedScheduling" saying "didn't match Pod's node affinity/selector"
    When node "worker3" is labelled "gherkind-zone=east"
    Then pod "requires-zone" is Running
    And pod "requires-zone" is on node "worker3"

  @node:worker3
  Scenario: The preferred zone is there, and is taken
    Given node "worker3" is labelled "gherkind-zone=west"
    When the manifest "scheduling/prefers-zone.yaml" is applied
    Then pod "prefers-zone" is Running
    And pod "prefers-zone" is on node "worker3"
    And pod "prefers-zone" has "100" at "{.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight}"

  Scenario: The preferred zone does not exist, and the pod runs all the same
    When the manifest "scheduling/prefers-nowhere.yaml" is applied
    Then pod "prefers-nowhere" is Running

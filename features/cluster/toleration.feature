@C2
Feature: A pod that tolerates the taint may run on the control plane
  A toleration lifts the ban of a taint. It does not attract: the pod still
  needs a reason to go there, here a nodeSelector.

  Scenario: With the toleration it runs on the control plane
    Given node "control-plane" has the taint "node-role.kubernetes.io/control-plane:NoSchedule"
    When the manifest "cluster/tolerates.yaml" is applied
    Then pod "tolerates" is Running
    And pod "tolerates" is on node "control-plane"

@C1
Feature: The control plane takes no business pods
  kubeadm gives the control plane the taint
  node-role.kubernetes.io/control-plane:NoSchedule. A pod that does not
  tolerate it is never placed there: the node stays free for the cluster's
  own work.

  Scenario: Three replicas run on the workers only
    Given node "control-plane" has the taint "node-role.kubernetes.io/control-plane:NoSchedule"
    When the manifest "cluster/business.yaml" is applied
    Then deployment "business" is rolled out
    And deployment "business" has 3 ready replicas
    And no pod of deployment "business" was ever on node "control-plane"

  Scenario: A pod that asks for the control plane stays Pending because of the taint
    When the manifest "cluster/on-the-master.yaml" is applied
    Then pod "on-the-master" has the event "FailedScheduling" saying "untolerated taint"
    And pod "on-the-master" is Pending for 3s

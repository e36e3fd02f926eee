@S3
Feature: A node loses power
  Nobody can ask a dead node whether its pods have ended. So they stay
  Terminating until the node is back, while replacements run elsewhere.

  @exclusive @node:worker3
  Scenario: Its pods stay Terminating, replacements start elsewhere, and it comes back
    Given the manifest "states/survivor.yaml" is applied
    And the pod of deployment "survivor" is called "first"
    And pod "first" is on node "worker3"
    And deployment "survivor" is rolled out
    When node "worker3" is powered off
    Then node "worker3" is not ready
    And the reason of node "worker3" is NODE_NOT_READY saying "its kubelet has stopped reporting"
    And the reason of pod "first" is NODE_NOT_READY
    And pod "first" is Terminating
    And no pod of deployment "survivor" is on node "worker3"
    And deployment "survivor" is rolled out
    And pod "first" is Terminating for 3s
    When node "worker3" is powered on
    Then node "worker3" is ready
    And pod "first" does not exist

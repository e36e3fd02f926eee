Feature: Events that must not come
  What the cluster records about a pod that is well is known: it is placed, its
  image is there, its container is created and started.

  Scenario: A pod that is well records no warning
    Given throughout, no event of type "Warning" is recorded
    When the manifest "states/no-token.yaml" is applied
    Then pod "client" is Running for 2s
    And pod "client" had the events "Scheduled, Pulled, Created, Started" in this order within 10s
    And pod "client" never had the event "BackOff"

  Scenario: A pod that is well has no failure
    Given throughout, no event "Failed" is recorded
    When the manifest "states/no-token.yaml" is applied
    Then pod "client" is Running for 2s

  Scenario: A pod without a container is refused
    Then applying the manifest "states/no-container.yaml" is rejected with "spec.containers"

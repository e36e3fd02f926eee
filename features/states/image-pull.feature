@S6
Feature: An image that cannot be pulled
  The kubelet tries, fails, and tries again after longer and longer pauses.

  Scenario: First ErrImagePull, then ImagePullBackOff
    When the manifest "states/no-such-image.yaml" is applied
    Then pod "no-such-image" was ErrImagePull
    And pod "no-such-image" is ImagePullBackOff
    And pod "no-such-image" has the event "Failed" saying "registry.invalid"
    And pod "no-such-image" was never Running

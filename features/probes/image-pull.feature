@L3
Feature: A probe does not begin before the container runs
  When the image cannot be pulled there is nothing to probe: the pod waits in
  ImagePullBackOff, and no probe fails.

  Scenario: httpGet with an image that cannot be pulled
    When the manifest "probes/liveness-http-no-image.yaml" is applied
    Then pod "liveness-http" is ImagePullBackOff
    And container "liveness" of pod "liveness-http" has restarted 0 times for 4s
    And container "liveness" of pod "liveness-http" never ran
    And pod "liveness-http" never had the event "Unhealthy"

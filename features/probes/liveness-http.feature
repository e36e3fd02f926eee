@L2
Feature: A liveness probe by HTTP
  The kubelet requests /healthz with a header of the probe's own. A status from
  200 to 399 means healthy; anything else is a failure, and the third failure
  in a row restarts the container.

  Scenario: The page answers 200, then 500, and the container is restarted
    When the manifest "probes/liveness-http.yaml" is applied
    Then pod "liveness-http" answers HTTP 403 with "Forbidden" at ":8080/healthz" through a port-forward
    And container "liveness" of pod "liveness-http" was restarted by its liveness probe
    And pod "liveness-http" has the event "Unhealthy" saying "HTTP probe failed with statuscode: 500"
    And the previous log of container "liveness" of pod "liveness-http" contains "/healthz \"Awesome\" 200"
    And the previous log of container "liveness" of pod "liveness-http" contains exactly the line "/healthz \"Awesome\" 500"

  @slow
  Scenario: Healthy for ten seconds, with the times of the notes
    When the manifest "probes/liveness-http-original.yaml" is applied
    Then container "liveness" of pod "liveness-http" has restarted 0 times for 10s
    And container "liveness" of pod "liveness-http" was restarted by its liveness probe within 90s
    And pod "liveness-http" has the event "Unhealthy" saying "HTTP probe failed with statuscode: 500"

@L5
Feature: Probes by gRPC
  The kubelet asks the gRPC health service in the container. SERVING means
  healthy; NOT_SERVING is a failure, as is a service that nobody knows.

  Scenario: Serving, then not serving, and the container is restarted
    Given the manifest "services/client.yaml" is applied
    And pod "client" is Running
    When the manifest "probes/grpc-health.yaml" is applied
    Then pod "grpc-health" is ready
    And container "health" of pod "grpc-health" has restarted 0 times for 6s
    And pod "grpc-health" never had the event "Killing"
    When pod "client" gets HTTP 200 with "" from pod "grpc-health" at ":8080/make-not-serving"
    Then container "health" of pod "grpc-health" was restarted by its liveness probe
    And pod "grpc-health" has the event "Unhealthy" saying "NOT_SERVING"
    And pod "grpc-health" has the event "Unhealthy" saying "Liveness probe failed: service unhealthy"
    And pod "grpc-health" has the event "Unhealthy" saying "Readiness probe failed: service unhealthy"
    And pod "grpc-health" is ready

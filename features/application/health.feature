Feature: What a server says of its health in gRPC

  Scenario: It serves, and then it says that it does not
    Given the manifest "services/client.yaml" is applied
    And the manifest "application/health.yaml" is applied
    And pod "health" is ready
    Then pod "health" port 5000 answers gRPC health SERVING for "shop" through a port-forward
    And service "health" port 50 answers gRPC health SERVING for "shop" through a port-forward
    And service "health" port 50 answers gRPC health SERVING for "shop" on node "worker"
    And pod "client" gets gRPC health SERVING for "shop" from "health" on port 50
    And pod "client" gets gRPC health SERVICE_UNKNOWN for "bank" from "health" on port 50
    When this request is sent to pod "health" port 8080 through a port-forward:
      """
      GET /make-not-serving
      """
    And the answer has status 200
    Then service "health" port 50 answers gRPC health NOT_SERVING for "shop" on node "worker"
    And pod "health" is ready

  @addon:metallb
  Scenario: It is asked at the external address of its service
    When the manifest "application/health-outside.yaml" is applied
    Then service "health" port 50 answers gRPC health SERVING for "shop" on its external address

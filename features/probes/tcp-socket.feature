@L4
Feature: Probes by TCP connection
  The kubelet opens a connection to the pod's IP. A port on which something
  listens accepts it, any other port refuses it.

  Scenario: 8080 accepts, 8090 refuses
    Given the manifest "services/client.yaml" is applied
    And pod "client" is Running
    When the manifest "probes/goproxy.yaml" is applied
    Then pod "goproxy" is ready
    And pod "goproxy" accepts TCP connections on port 8080 from node "worker2"
    And pod "goproxy" refuses TCP connections on port 8090 from node "worker2"
    And pod "goproxy" accepts TCP connections on port 8080 from pod "client"
    And pod "goproxy" refuses TCP connections on port 8090 from pod "client"
    And container "goproxy" of pod "goproxy" has restarted 0 times for 5s
    And pod "goproxy" matches:
      """
      spec:
        containers:
          - readinessProbe: {tcpSocket: {port: 8080}}
            livenessProbe: {tcpSocket: {port: 8080}}
      """

  Scenario: A liveness probe on a port that refuses restarts the container
    When the manifest "probes/goproxy-wrong-port.yaml" is applied
    Then pod "goproxy" accepts TCP connections on port 8080 from node "worker2"
    And container "goproxy" of pod "goproxy" was restarted by its liveness probe
    And pod "goproxy" has the event "Unhealthy" saying "Liveness probe failed: dial tcp"
    And pod "goproxy" has the event "Unhealthy" saying ":8090: connect: connection refused"

  @slow
  Scenario: Ready and never restarted, with the times of the notes
    When the manifest "probes/goproxy-original.yaml" is applied
    Then pod "goproxy" is ready
    And container "goproxy" of pod "goproxy" has restarted 0 times for 90s
    And pod "goproxy" is ready

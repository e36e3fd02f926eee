@L6
Feature: A pod that is not ready gets no requests
  A failed readiness probe restarts nothing. It takes the pod out of the
  endpoints of its services; once the probe succeeds, the pod is back.

  Scenario: Not ready, out of the service; ready, back again
    Given the manifest "services/client.yaml" is applied
    And the manifest "probes/on-duty.yaml" is applied
    And pod "client" is Running
    Then pod "on-duty" is an endpoint of service "on-duty"
    And running "wget -q -O - http://on-duty/" in pod "client" prints "Welcome to nginx!"
    When "rm /tmp/ready" is run in pod "on-duty"
    Then pod "on-duty" is not an endpoint of service "on-duty"
    And running "wget -q -O - http://on-duty/" in pod "client" exits with 1
    And pod "client" gets HTTP 200 with "Welcome to nginx!" from pod "on-duty" at ":80/"
    And service "on-duty" has 0 ready endpoints for 3s
    When "touch /tmp/ready" is run in pod "on-duty"
    Then pod "on-duty" is an endpoint of service "on-duty"
    And running "wget -q -O - http://on-duty/" in pod "client" prints "Welcome to nginx!"
    And container "web" of pod "on-duty" has restarted 0 times

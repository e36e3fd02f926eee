@V7
Feature: Requests are spread over the pods
  Each connection to a service goes to one of its endpoints. With session
  affinity ClientIP, all connections of one client go to the same.

  Scenario: Many requests reach several pods
    Given the manifest "services/hostnames.yaml" is applied
    And the manifest "services/client.yaml" is applied
    And deployment "hostnames" is rolled out
    And service "hostnames" has 3 ready endpoints
    When pod "client" is Running
    Then 20 requests from pod "client" to "http://hostnames/hostname" get at least 2 different answers

  Scenario: Session affinity keeps a client at one pod
    Given the manifest "services/hostnames-sticky.yaml" is applied
    And the manifest "services/client.yaml" is applied
    And deployment "hostnames" is rolled out
    And service "hostnames" has 3 ready endpoints
    # A service of the same pods that is made later: when the client's node sends requests for it to all
    # three, it does so for the first service, too, but for the affinity.
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: to-any}
      spec:
        selector: {app: hostnames}
        ports: [{port: 80, targetPort: 8080}]
      """
    Then 20 requests from pod "client" to "http://to-any/hostname" get at least 3 different answers
    And 20 requests from pod "client" to "http://hostnames/hostname" get 1 different answer

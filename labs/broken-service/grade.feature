Feature: Find and fix a broken Service

  @id:ready @points:3
  Scenario: Both pods are ready
    - kubectl get pods shows 0/1: the containers run, and are not ready.
    - kubectl describe pod shows why: the readiness probe asks a port on which nothing listens.
    Then deployment "web" is rolled out within 15s
    And deployment "web" has 2 ready replicas within 15s

  @id:leads @points:3 @needs:ready
  Scenario: The Service leads to both pods
    - kubectl get endpointslices shows whether the Service has found pods.
    - Compare the Service's selector with the labels of the pods, sign by sign.
    Then service "web" has 2 ready endpoints within 10s

  @id:answers @points:4 @needs:leads
  Scenario: A request to the Service is answered
    - A Service passes requests on to its targetPort.
    - Compare targetPort with the port on which the program listens.
    When this request is sent to service "web" port 80 through a port-forward:
      """
      GET /
      """
    Then the answer contains "hello" within 10s

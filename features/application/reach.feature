Feature: Who reaches whom, and what they say about it

  Scenario: One port answers, another one does not
    Given the manifest "application/echo.yaml" is applied
    And the manifest "services/client.yaml" is applied
    And deployment "echo" is rolled out
    Then pod "client" can connect to "echo" on port 8080
    And pod "client" cannot connect to "echo" on port 8081 for 2s

  Scenario: All pods of a Deployment say who they are
    Given the manifest "application/echo.yaml" is applied
    And the pod of deployment "echo" is called "first"
    Then every pod of deployment "echo" has logged "echo listens"
    And a pod of deployment "echo" has logged "port 8080"
    And the log of container "echo" of pod "first" contains a line like "echo listens on port [0-9]+"

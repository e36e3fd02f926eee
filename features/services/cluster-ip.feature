@V1
Feature: A ClusterIP is reachable inside the cluster only
  The address of a service of type ClusterIP exists nowhere but in the rules
  of the nodes: pods reach it, the world outside does not.

  Scenario: Pods get the page, the outside does not
    Given the manifest "services/my-nginx-inside.yaml" is applied
    And the manifest "services/client.yaml" is applied
    And deployment "my-nginx" is rolled out
    When pod "client" is Running
    Then running "timeout 3 wget -q -O - http://my-nginx/" in pod "client" prints "Welcome to nginx!"
    And service "my-nginx" does not answer with "Welcome to nginx!" on its cluster IP from outside the cluster for 3s

@V4
Feature: A NodePort is reachable on every node
  A service of type NodePort opens the same port on all nodes, the control
  plane included, whether or not one of its pods runs there. It still has
  everything a ClusterIP service has.

  Scenario: The page answers on every node, from outside the cluster
    Given the manifest "services/my-nginx-nodeport.yaml" is applied
    And deployment "my-nginx" is rolled out
    And deployment "my-nginx" has 2 ready replicas
    Then service "my-nginx" has a node port between 30000 and 32767
    And service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its node port of every node

  Scenario: Inside the cluster it works like a ClusterIP
    Given the manifest "services/my-nginx-nodeport.yaml" is applied
    And the manifest "services/client.yaml" is applied
    When pod "client" is Running
    Then running "timeout 3 wget -q -O - http://my-nginx:8080/" in pod "client" prints "Welcome to nginx!"

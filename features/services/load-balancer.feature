@V5
Feature: A LoadBalancer needs somebody who provides one
  Kubernetes itself has no load balancers. Without an implementation the
  external address of the service stays pending; the node port, which such a
  service has, too, works all the same.

  Scenario: Without an implementation the address stays pending
    When the manifest "services/my-nginx-load-balancer.yaml" is applied
    Then service "my-nginx" has no external address for 5s
    And service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its node port of every node

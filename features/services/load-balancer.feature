@V5
Feature: A LoadBalancer needs somebody who provides one
  Kubernetes itself has no load balancers. Without an implementation the
  external address of the service stays pending; the node port, which such a
  service has, too, works all the same.
  A service may name the implementation it wants by a class: MetalLB, where it
  is installed here, serves those of class metallb and no others.

  Scenario: Without an implementation the address stays pending
    When the manifest "services/my-nginx-load-balancer.yaml" is applied
    Then service "my-nginx" has no external address for 5s
    And service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its node port of every node

  @addon:metallb
  Scenario: With one, the address answers
    When the manifest "services/my-nginx-metallb.yaml" is applied
    Then service "my-nginx" has an external address
    And service "my-nginx" answers HTTP 200 with "Welcome to nginx!" on its external address

  @addon:metallb
  Scenario: With one, a page is found by the name of its site
    When the manifest "services/my-nginx-metallb.yaml" is applied
    And this request is sent to service "my-nginx" port 8080 on its external address:
      """
      GET http://shop.example/
      """
    Then the answer contains "Welcome to nginx!"

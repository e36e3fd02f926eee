@addon:network-policy
Feature: A network policy decides who reaches a pod
  Pods accept connections from everywhere until a policy selects them. From then
  on, only what some policy allows gets through. What is not allowed is dropped:
  the client gets no answer. Connections that were open before are not cut.

  Background:
    Given the manifest "beyond/shop.yaml" is applied
    Then pod "friend" can connect to "shop" on port 80
    And pod "guest" can connect to "shop" on port 80

  Scenario: A policy that allows nothing cuts a pod off
    When the manifest "beyond/shop-closed.yaml" is applied
    Then pod "friend" cannot connect to "shop" on port 80 for 3s
    And pod "guest" cannot connect to "shop" on port 80
    When networkpolicy "shop-closed" is deleted
    Then pod "friend" can connect to "shop" on port 80
    And pod "guest" can connect to "shop" on port 80

  Scenario: A second policy lets in the clients that it names
    When the manifest "beyond/shop-closed.yaml" is applied
    Then pod "friend" cannot connect to "shop" on port 80 for 3s
    When the manifest "beyond/shop-for-friends.yaml" is applied
    Then pod "friend" can connect to "shop" on port 80
    And pod "guest" cannot connect to "shop" on port 80 for 3s

  Scenario: A client that may ask for names only finds the address, and gets no further
    When the manifest "beyond/guest-kept-in.yaml" is applied
    Then running "nslookup -type=a kubernetes.default.svc.cluster.local" in pod "guest" exits with 1
    When the manifest "beyond/guest-asks-names.yaml" is applied
    Then running "nslookup -type=a kubernetes.default.svc.cluster.local" in pod "guest" exits with 0
    And pod "guest" cannot connect to "shop" on port 80 for 3s
    But pod "friend" can connect to "shop" on port 80

@shop @scheduling
Feature: The search of the shop
  Scenario: The search gets a node with enough memory
    When the manifest "shop/search.yaml" is applied
    Then pod "search" is Running within 8s

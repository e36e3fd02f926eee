@shop @slow-start
Feature: The orders of the shop
  Scenario: Orders are written to the ledger
    Given the manifest "shop/orders.yaml" is applied
    And pod "orders" is Running
    Then the log of container "orders" of pod "orders" contains "order 1 written" within 30s

@shop @slow-start
Feature: The orders of the shop
  Scenario: Orders are written to the ledger
    Given the manifest "shop/orders.yaml" is applied
    Then pod "orders" is Running within 30s for 5s

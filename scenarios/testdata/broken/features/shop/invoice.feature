@shop @init
Feature: The invoices of the shop
  Scenario: Invoices start as soon as the archive answers
    Given the manifest "shop/invoice.yaml" is applied
    Then pod "invoice" is Running within 12s

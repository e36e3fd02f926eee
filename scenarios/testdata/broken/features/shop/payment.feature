@shop @probes
Feature: The payments of the shop
  Scenario: Payments are ready for customers
    When the manifest "shop/payment.yaml" is applied
    Then pod "payment" is ready within 15s
    And container "payment" of pod "payment" has restarted 0 times

  Scenario: Payments are not interrupted
    When the manifest "shop/payment-live.yaml" is applied
    Then container "payment" of pod "payment-live" is running for 3s
    And container "payment" of pod "payment-live" has restarted 0 times for 25s

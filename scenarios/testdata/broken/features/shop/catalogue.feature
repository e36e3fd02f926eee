@shop @services
Feature: The catalogue of the shop
  Scenario: Customers reach the catalogue
    Given the manifest "shop/catalogue.yaml" is applied
    And deployment "catalogue" is rolled out
    Then service "catalogue" has 3 ready endpoints within 8s

  Scenario: The catalogue runs three times
    Given the manifest "shop/catalogue.yaml" is applied
    Then deployment "catalogue" is rolled out

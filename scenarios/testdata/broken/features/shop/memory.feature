@shop @memory
Feature: The cache of the shop
  Scenario: The cache keeps all articles in memory
    Given the manifest "shop/cache.yaml" is applied
    When pod "cache" was Running
    Then pod "cache" is Running within 20s for 5s
    And container "cache" of pod "cache" has restarted 0 times

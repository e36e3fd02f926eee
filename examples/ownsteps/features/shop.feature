Feature: A shop

  Scenario: A shop opens its counters
    When shop "tea" opens with 2 counters
    Then shop "tea" has 2 open counters within 1m
    And deployment "tea" is rolled out
    And shop "tea" never wanted more than 2 counters

  Scenario: A price changes
    Given shop "tea" sells:
      | green | 3 |
      | black | 2 |
    When shop "tea" sells:
      | green | 4 |
    Then shop "tea" asks 4 for "green"

Feature： x
  Scenario: y
    Given it passes

Feture: No feature
  Scenario: a
    Given it passes

Scenario: No feature
  Given it passes

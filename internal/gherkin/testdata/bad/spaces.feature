Feature: Spaces
  Scenario: No plain ones
    Given it passes
    Then it passes
    Then it​ passes
    Then pod "a b" is Running

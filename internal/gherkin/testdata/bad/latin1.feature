Feature: latin
  Scenario: café
    Given it passes

Feature: Windows

  Scenario: with a byte order mark
    Given it passes

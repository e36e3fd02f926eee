@shop @config
Feature: The mails of the shop
  Scenario: Mails are sent with the settings of the team
    When the manifest "shop/mail.yaml" is applied
    Then pod "mail" is Running within 8s

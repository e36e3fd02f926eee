@shop @images
Feature: The checkout of the shop
  Rule: A release is an image that exists
    Scenario: The new checkout is rolled out
      Given the manifest "shop/checkout.yaml" is applied
      Then deployment "checkout" is rolled out within 12s

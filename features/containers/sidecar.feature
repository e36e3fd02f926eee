@M2
Feature: A sidecar refreshes what the other container serves
  Two containers of a pod share a volume. The one writes a page into it, the
  other serves the page, and knows nothing of the writer.

  Scenario: The page changes while it is served
    Given the manifest "services/client.yaml" is applied
    And pod "client" is Running
    When the manifest "containers/refreshed-page.yaml" is applied
    Then pod "refreshed-page" is ready
    And pod "client" gets HTTP 200 with "refresh" from pod "refreshed-page" at ":80/"
    And pod "client" sees the content of pod "refreshed-page" at ":80/" change 2 times
    And container "nginx" of pod "refreshed-page" has restarted 0 times

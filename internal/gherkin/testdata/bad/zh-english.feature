# language: zh-CN
Feature: 中文
  　场景: 一
    假如 it passes
  Scenario Outline: 二

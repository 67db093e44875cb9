# Makes the golden values of the studies from the truth of the invented hospital: base R and the package survival.
# Rscript studies.R <truth.csv> <golden.csv>
# One row of golden.csv is one number that the study must print: study, analysis, name, group, value with 17 significant digits.
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
month <- 30.4375
EXACTLY <- coxph.control(eps = 1e-11, toler.chol = 1e-12, iter.max = 50)
rows <- list()
keep <- function(study, analysis, name, group, value) {
  rows[[length(rows) + 1]] <<- data.frame(study = study, analysis = analysis, name = name, group = as.character(group), value = sprintf("%.17g", as.numeric(value)))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), "", 0)
keep("versions", "survival", as.character(packageVersion("survival")), "", 0)

truth <- read.csv(arguments[1], stringsAsFactors = FALSE)
progressed <- !is.na(truth$progression_day)
truth <- transform(truth,
  os_days = last_day, os_event = dead == "yes",
  pfs_days = ifelse(progressed, progression_day, last_day), pfs_event = progressed | dead == "yes",
  # without progression the last scan is that of day 40
  ttp_days = ifelse(progressed, progression_day, 40), ttp_event = progressed,
  female = as.numeric(sex == "F"), viral = as.numeric(etiology %in% c("HBV", "HCV", "HBV+HCV")),
  portal_vein_invasion = as.numeric(pvi == "Y"), high_afp = as.numeric(afp > 400),
  mrecist = ifelse(viable_1 == 0, "CR", ifelse(viable_1 / viable_0 - 1 <= -0.3, "PR", "SD")),
  recist = ifelse(total_1 == 0, "CR", ifelse(total_1 / total_0 - 1 <= -0.3, "PR", "SD"))
)

# --- what every study prints

keep_times <- function(study, endpoint, data, arms) {
  surv <- Surv(data[[paste0(endpoint, "_days")]] / month, data[[paste0(endpoint, "_event")]])
  for (group in c(levels(arms)[table(arms) > 0], "all")) {
    inside <- if (group == "all") rep(TRUE, nrow(data)) else arms == group
    fit <- survfit(surv[inside] ~ 1, conf.type = "log")
    keep(study, endpoint, "events", group, sum(surv[inside, 2]))
    numbers <- summary(fit)$table
    keep(study, endpoint, "median", group, numbers["median"])
    keep(study, endpoint, "median.lower", group, numbers["0.95LCL"])
    keep(study, endpoint, "median.upper", group, numbers["0.95UCL"])
  }
  if (nlevels(droplevels(arms)) < 2) return(invisible())
  test <- survdiff(surv ~ arms)
  keep(study, endpoint, "log_rank.chi_square", "arms", test$chisq)
  keep(study, endpoint, "log_rank.p", "arms", test$pvalue)
  reference <- levels(arms)[1]
  if (nlevels(arms) > 2) for (arm in levels(arms)[-1]) {
    both <- arms %in% c(reference, arm)
    keep(study, endpoint, paste0("log_rank_against_", reference, ".p"), arm, survdiff(surv[both] ~ droplevels(arms[both]))$pvalue)
  }
}
keep_model <- function(study, table, kind, endpoint, data, terms) {
  surv <- Surv(data[[paste0(endpoint, "_days")]], data[[paste0(endpoint, "_event")]])
  fit <- coxph(reformulate(terms, "surv"), data, control = EXACTLY)
  numbers <- summary(fit)
  for (term in rownames(numbers$coefficients)) {
    name <- sub("^arms", "", term)
    keep(study, table, paste(kind, name, "hazard_ratio", sep = "."), "arms", numbers$conf.int[term, "exp(coef)"])
    keep(study, table, paste(kind, name, "lower", sep = "."), "arms", numbers$conf.int[term, "lower .95"])
    keep(study, table, paste(kind, name, "upper", sep = "."), "arms", numbers$conf.int[term, "upper .95"])
    keep(study, table, paste(kind, name, "p_value", sep = "."), "arms", numbers$coefficients[term, "Pr(>|z|)"])
  }
  if ("arms" %in% terms && nlevels(data$arms) > 2) {
    coefs <- grep("^arms", names(coef(fit)))
    wald <- drop(coef(fit)[coefs] %*% solve(vcov(fit)[coefs, coefs]) %*% coef(fit)[coefs])
    keep(study, table, paste(kind, "arm", "chi_square", sep = "."), "arms", wald)
    keep(study, table, paste(kind, "arm", "p_value", sep = "."), "arms", pchisq(wald, length(coefs), lower.tail = FALSE))
  }
}
keep_baseline <- function(study, data, arms) {
  for (group in c(levels(arms)[table(arms) > 0], "all")) {
    inside <- if (group == "all") rep(TRUE, nrow(data)) else arms == group
    keep(study, "table_1", "patients", group, sum(inside))
    keep(study, "table_1", "age.mean", group, mean(data$age[inside]))
    keep(study, "table_1", "age.sd", group, sd(data$age[inside]))
    for (quartile in 1:3) {
      name <- c("lower_quartile", "median", "upper_quartile")[quartile]
      keep(study, "table_1", paste0("afp.", name), group, quantile(data$afp[inside], quartile / 4, type = 7))
    }
    keep(study, "table_1", "sex.F.count", group, sum(data$sex[inside] == "F"))
  }
  if (nlevels(droplevels(arms)) < 2) return(invisible())
  keep(study, "table_1", "age.p", "arms", oneway.test(data$age ~ arms, var.equal = TRUE)$p.value)
  ranks <- if (nlevels(arms) > 2) kruskal.test(data$afp, arms) else suppressWarnings(wilcox.test(data$afp ~ arms))
  keep(study, "table_1", "afp.p", "arms", ranks$p.value)
  keep(study, "table_1", "sex.p", "arms", suppressWarnings(chisq.test(table(data$sex, arms), correct = FALSE))$p.value)
}
keep_response <- function(study, table, response, arms) {
  for (group in c(levels(arms)[table(arms) > 0], "all")) {
    inside <- if (group == "all") rep(TRUE, length(arms)) else arms == group
    for (one in c("CR", "PR", "SD")) keep(study, table, paste0(one, ".count"), group, sum(response[inside] == one))
    keep(study, table, "ORR.count", group, sum(response[inside] %in% c("CR", "PR")))
    limits <- binom.test(sum(response[inside] %in% c("CR", "PR")), sum(inside))$conf.int
    keep(study, table, "ORR.lower", group, 100 * limits[1])
    keep(study, table, "ORR.upper", group, 100 * limits[2])
  }
  if (nlevels(droplevels(arms)) < 2) return(invisible())
  counts <- table(response %in% c("CR", "PR"), arms)
  keep(study, table, "ORR.p", "arms", suppressWarnings(chisq.test(counts, correct = FALSE))$p.value)
}
keep_study <- function(study, data, levels, of, endpoints = c("os", "pfs")) {
  data$arms <- factor(of, levels = levels)
  keep_baseline(study, data, data$arms)
  keep_response(study, "table_2", data$mrecist, data$arms)
  for (place in seq_along(endpoints)) {
    keep_times(study, endpoints[place], data, data$arms)
    for (term in c(if (length(levels) > 1) "arms", "female", "viral")) {
      keep_model(study, paste0("table_", place + 2), "univariate", endpoints[place], data, term)
    }
  }
  data
}

# --- a third arm: lenvatinib, then HAIC

arms <- c(none = "first_line", ATE_BEVA = "post_ate_beva", LENVATINIB = "post_lenvatinib")
data <- keep_study("third_arm", truth, unname(arms), arms[truth$prior])
keep_model("third_arm", "table_3", "multivariate", "os", data, c("arms", "female", "portal_vein_invasion"))

# --- three arms by stage, and a criterion of eligibility of the study's own: bilirubin at most 1.6 mg/dL

eligible <- truth[truth$bilirubin <= 1.6, ]
data <- keep_study("stages", eligible, c("bclc_a", "bclc_b", "bclc_c"), paste0("bclc_", tolower(eligible$bclc)))
keep("stages", "cohort_flow", "has_low_bilirubin.excluded_count", "all", nrow(truth) - nrow(eligible))

# --- FOLFOX beside FP, by mRECIST and by RECIST 1.1

data <- keep_study("regimens", truth, c("fp", "folfox"), tolower(truth$regimen))
keep_response("regimens", "response_recist_1_1", data$recist, data$arms)
for (part in 0:1) {
  inside <- data[data$high_afp == part, ]
  fit <- summary(coxph(Surv(os_days, os_event) ~ arms, inside, control = EXACTLY))
  label <- paste0("AFP > 400 ng/mL: ", c("no", "yes")[part + 1], ".hazard_ratio")
  keep("regimens", "subgroups_os", label, "arms", fit$conf.int[, "exp(coef)"])
}
both <- coxph(Surv(os_days, os_event) ~ arms * high_afp, data, control = EXACTLY)
main <- coxph(Surv(os_days, os_event) ~ arms + high_afp, data, control = EXACTLY)
keep("regimens", "subgroups_os", "afp_over_400.interaction.p", "arms", anova(main, both)[2, "Pr(>|Chi|)"])

# --- lenvatinib as index treatment, an endpoint of the study's own (any progression), and data cut off on 30 June 2023

index <- as.Date("2022-03-07") + 7 * ((seq_len(nrow(truth)) - 1) %% 60)
cut <- as.numeric(as.Date("2023-06-30") - index)
data <- transform(truth,
  os_event = os_event & os_days <= cut, os_days = pmin(os_days, cut),
  any_pd_event = progressed & progression_day <= cut
)
data <- transform(data, any_pd_days = ifelse(any_pd_event, progression_day, 40))
groups <- ifelse(truth$pvi == "Y", "with_invasion", "without_invasion")
data <- keep_study("lenvatinib", data, c("without_invasion", "with_invasion"), groups, c("os", "any_pd"))

# --- surgery as index treatment, two groups by a marker, and the time to progression

data <- keep_study("surgery", truth, c("low", "high"), ifelse(truth$high_afp == 1, "high", "low"), c("os", "ttp"))

# --- a single arm

data <- keep_study("single_arm", truth, "everybody", rep("everybody", nrow(truth)))

# --- the settings that another hospital copies: PFS censored at the last scan, time to progression, numbers as they are

data <- transform(truth, pfs_days = ifelse(pfs_event, pfs_days, 40), age_years = age, log10_afp = log10(pmax(afp, 1)), arms = factor("everybody"))
for (place in 1:3) {
  endpoint <- c("os", "pfs", "ttp")[place]
  keep_times("neutral", endpoint, data, data$arms)
  for (term in c("age_years", "log10_afp")) keep_model("neutral", paste0("table_", place + 2), "univariate", endpoint, data, term)
}
for (quartile in 1:3) {
  for (value in c("afp", "ast")) {
    name <- paste0(value, ".", c("lower_quartile", "median", "upper_quartile")[quartile])
    keep("neutral", "table_1", name, "everybody", quantile(data[[value]], quartile / 4, type = 7))
  }
}
keep("neutral", "table_1", "age.mean", "everybody", mean(data$age))
for (one in c("CR", "PR")) keep("neutral", "table_2", paste0(one, ".count"), "everybody", sum(data$mrecist == one))

write.csv(do.call(rbind, rows), arguments[2], row.names = FALSE, quote = TRUE)

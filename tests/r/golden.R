# Makes the golden values that the analysis is tested against: base R's statistics and the package survival.
# Rscript golden.R <cohort.csv> <folder>   writes <folder>/golden.csv and <folder>/public_data/*.csv
# One row of golden.csv is one number: data set, quantity, place (stratum, term, time …), value with 17 significant digits.
suppressPackageStartupMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
cohort_file <- arguments[1]
folder <- arguments[2]
dir.create(file.path(folder, "public_data"), showWarnings = FALSE, recursive = TRUE)

rows <- list()
keep <- function(data, quantity, place, value) {
  rows[[length(rows) + 1]] <<- data.frame(data = data, quantity = quantity, place = as.character(place), value = sprintf("%.17g", as.numeric(value)))
}
keep("versions", "R", paste(R.version$major, R.version$minor, sep = "."), 0)
keep("versions", "survival", as.character(packageVersion("survival")), 0)

# --- the data sets: four that R ships, and the invented cohort of the registry

month <- 30.4375
cohort <- read.csv(cohort_file, stringsAsFactors = FALSE)
cohort <- transform(cohort,
  os_months = os_days / month, pfs_months = pfs_days / month,
  post = as.numeric(group == "post_ate_beva"), female = as.numeric(sex == "F"),
  viral = as.numeric(etiology %in% c("HBV", "HCV")), ecog0 = as.numeric(ecog == 0), age65 = as.numeric(age > 65),
  cp_a = as.numeric(child_pugh == "A"), afp400 = as.numeric(afp > 400), size10 = as.numeric(size_cm > 10),
  single = as.numeric(tumor_number == "single"), pvtt = pvi, mets = mets
)
lung <- survival::lung
veteran <- transform(survival::veteran, squamous = as.numeric(celltype == "squamous"),
  smallcell = as.numeric(celltype == "smallcell"), adeno = as.numeric(celltype == "adeno"))
pbc <- survival::pbc[1:312, ]
colon <- transform(subset(survival::colon, etype == 2), lev = as.numeric(rx == "Lev"), lev5fu = as.numeric(rx == "Lev+5FU"))
ovarian <- survival::ovarian
kidney <- transform(survival::kidney, female = as.numeric(sex == 2))
for (name in c("lung", "veteran", "pbc", "colon", "ovarian", "kidney")) {
  write.csv(get(name), file.path(folder, "public_data", paste0(name, ".csv")), row.names = FALSE, na = "")
}

# --- Kaplan-Meier

types <- c("log", "plain", "log-log")
keep_curves <- function(data, label, time, status, stratum, times, horizon) {
  for (level in c("all", sort(unique(as.character(stratum))))) {
    chosen <- if (level == "all") rep(TRUE, length(time)) else as.character(stratum) == level
    surv <- Surv(time[chosen], status[chosen])
    place <- paste(label, level, sep = "|")
    for (type in types) {
      fit <- survfit(surv ~ 1, conf.type = type)
      at <- if (data == "cohort") seq_along(fit$time) else unique(round(seq(1, length(fit$time), length.out = min(length(fit$time), 25))))
      if (type == "log") {
        for (i in at) {
          spot <- paste(place, sprintf("%.17g", fit$time[i]), sep = "|")
          keep(data, "km_survival", spot, fit$surv[i])
          keep(data, "km_std_err_log", spot, fit$std.err[i])
          keep(data, "km_n_risk", spot, fit$n.risk[i])
        }
      }
      for (i in at) {
        spot <- paste(place, sprintf("%.17g", fit$time[i]), sep = "|")
        keep(data, paste0("km_lower_", type), spot, fit$lower[i])
        keep(data, paste0("km_upper_", type), spot, fit$upper[i])
      }
      table <- summary(fit)$table
      keep(data, paste0("median_", type), place, table["median"])
      keep(data, paste0("median_lower_", type), place, table["0.95LCL"])
      keep(data, paste0("median_upper_", type), place, table["0.95UCL"])
      rates <- summary(fit, times = times, extend = TRUE)
      for (i in seq_along(times)) {
        spot <- paste(place, times[i], sep = "|")
        keep(data, paste0("rate_", type), spot, rates$surv[i])
        keep(data, paste0("rate_lower_", type), spot, rates$lower[i])
        keep(data, paste0("rate_upper_", type), spot, rates$upper[i])
        if (type == "log") keep(data, "at_risk", spot, sum(time[chosen] >= times[i]))
      }
    }
    reverse <- summary(survfit(Surv(time[chosen], 1 - status[chosen]) ~ 1))$table
    keep(data, "reverse_median", place, reverse["median"])
    keep(data, "reverse_median_lower", place, reverse["0.95LCL"])
    keep(data, "reverse_median_upper", place, reverse["0.95UCL"])
  }
  for (cut in c(Inf, horizon)) {
    difference <- survdiff(Surv(pmin(time, cut), status * (time <= cut)) ~ stratum)
    place <- paste(label, if (is.finite(cut)) cut else "all", sep = "|")
    keep(data, "log_rank_chi_square", place, difference$chisq)
    keep(data, "log_rank_p", place, pchisq(difference$chisq, length(difference$n) - 1, lower.tail = FALSE))
    for (i in seq_along(difference$n)) keep(data, "log_rank_expected", paste(place, sort(unique(as.character(stratum)))[i], sep = "|"), difference$exp[i])
  }
}
with(cohort, keep_curves("cohort", "os", os_months, os_event, group, c(0, 3, 6, 9, 12, 24), 12))
with(cohort, keep_curves("cohort", "pfs", pfs_months, pfs_event, group, c(0, 3, 6, 9, 12, 24), 12))
with(lung, keep_curves("lung", "time", time, as.numeric(status == 2), sex, c(81, 180, 365, 900), 365))
with(veteran, keep_curves("veteran", "time", time, status, trt, c(30, 90, 180, 900), 180))
with(veteran, keep_curves("veteran", "celltype", time, status, as.character(celltype), c(30, 90, 180, 900), 180))
with(pbc, keep_curves("pbc", "time", time, as.numeric(status == 2), trt, c(365, 1825, 3650), 1825))
with(colon, keep_curves("colon", "time", time, status, as.character(rx), c(365, 1095, 1825), 1095))
with(ovarian, keep_curves("ovarian", "time", futime, fustat, rx, c(90, 365, 730, 1300), 365))
with(kidney, keep_curves("kidney", "time", time, status, sex, c(7, 30, 180, 600), 60))
flat <- data.frame(time = c(1, 2, 3, 4), status = c(1, 1, 1, 1), group = c("a", "a", "a", "a"))  # 0.5 exactly from 2 to 3
keep("flat", "median_log", "flat", summary(survfit(Surv(time, status) ~ 1, flat))$table["median"])

# --- Cox: Efron, iterated to the last digit

control <- coxph.control(eps = 1e-13, iter.max = 60)
keep_cox <- function(data, label, frame, time, status, covariates, zph = TRUE) {
  frame$time_ <- frame[[time]]
  frame$status_ <- as.numeric(frame[[status]])
  fit <- coxph(reformulate(covariates, "Surv(time_, status_)"), frame, control = control, ties = "efron")
  table <- summary(fit)
  for (term in covariates) {
    place <- paste(label, term, sep = "|")
    keep(data, "cox_coefficient", place, coef(fit)[[term]])
    keep(data, "cox_std_err", place, table$coefficients[term, "se(coef)"])
    keep(data, "cox_hazard_ratio", place, table$conf.int[term, 1])
    keep(data, "cox_lower", place, table$conf.int[term, 3])
    keep(data, "cox_upper", place, table$conf.int[term, 4])
    keep(data, "cox_p", place, table$coefficients[term, "Pr(>|z|)"])
  }
  keep(data, "cox_log_likelihood", label, fit$loglik[2])
  keep(data, "cox_null_log_likelihood", label, fit$loglik[1])
  keep(data, "cox_n", label, fit$n)
  keep(data, "cox_events", label, fit$nevent)
  if (zph) {
    for (transform in c("km", "identity", "log")) {
      test <- cox.zph(fit, transform = transform)$table
      for (term in rownames(test)) {
        place <- paste(label, transform, term, sep = "|")
        keep(data, "zph_chi_square", place, test[term, "chisq"])
        keep(data, "zph_p", place, test[term, "p"])
      }
    }
  }
}
covariates <- c("post", "female", "viral", "ecog0", "age65", "cp_a", "afp400", "size10", "single", "pvtt", "mets")
for (covariate in covariates) {
  keep_cox("cohort", paste0("os ", covariate), cohort, "os_days", "os_event", covariate, zph = covariate == "post")
  keep_cox("cohort", paste0("pfs ", covariate), cohort, "pfs_days", "pfs_event", covariate, zph = covariate == "post")
}
keep_cox("cohort", "os multi", cohort, "os_days", "os_event", c("post", "ecog0", "cp_a", "afp400", "size10", "mets"))
keep_cox("cohort", "pfs multi", cohort, "pfs_days", "pfs_event", c("post", "ecog0", "cp_a", "mets"))
lung$died <- as.numeric(lung$status == 2)
pbc$died <- as.numeric(pbc$status == 2)
keep_cox("lung", "multi", lung, "time", "died", c("age", "sex", "ph.ecog", "wt.loss"))
keep_cox("veteran", "multi", veteran, "time", "status", c("trt", "karno", "diagtime", "age", "prior", "squamous", "smallcell", "adeno"))
keep_cox("pbc", "multi", pbc, "time", "died", c("trt", "age", "edema", "bili", "albumin", "protime"))
keep_cox("colon", "multi", colon, "time", "status", c("lev", "lev5fu", "age", "sex", "node4", "extent"))
keep_cox("ovarian", "multi", ovarian, "futime", "fustat", c("rx", "age", "resid.ds", "ecog.ps"))
keep_cox("kidney", "multi", kidney, "time", "status", c("female", "age", "frail"))

# --- propensity: logistic regression, stabilised weights, Cox with weights and robust standard error

score <- glm(post ~ age + female + viral + ecog0 + cp_a + log(afp) + size_cm + single + pvtt + mets, binomial, cohort, epsilon = 1e-14, maxit = 100)
for (term in names(coef(score))) {
  keep("cohort", "propensity_coefficient", term, coef(score)[[term]])
  keep("cohort", "propensity_std_err", term, summary(score)$coefficients[term, 2])
}
probability <- fitted(score)
share <- mean(cohort$post)
cohort$weight <- ifelse(cohort$post == 1, share / probability, (1 - share) / (1 - probability))
for (i in 1:nrow(cohort)) keep("cohort", "stabilised_weight", cohort$patient_id[i], cohort$weight[i])
for (endpoint in c("os", "pfs")) {
  cohort$time_ <- cohort[[paste0(endpoint, "_days")]]
  cohort$status_ <- cohort[[paste0(endpoint, "_event")]]
  fit <- coxph(Surv(time_, status_) ~ post, cohort, weights = weight, robust = TRUE, control = control)
  keep("cohort", "weighted_cox_coefficient", endpoint, coef(fit))
  keep("cohort", "weighted_cox_robust_std_err", endpoint, sqrt(fit$var[1, 1]))
}
# robust standard errors: weights of the cohort above, clusters (institutions) and weights of a public data set
lung$weight <- 1 + (seq_len(nrow(lung)) %% 4) / 3
for (kind in c("cluster", "weights", "both")) {
  known <- lung[complete.cases(lung[, c("age", "sex", "inst")]), ]
  given <- if (kind == "cluster") rep(1, nrow(known)) else known$weight
  fit <- if (kind == "weights") {
    coxph(Surv(time, died) ~ age + sex, known, weights = given, robust = TRUE, control = control)
  } else {
    coxph(Surv(time, died) ~ age + sex, known, weights = given, cluster = inst, control = control)
  }
  for (i in 1:2) keep("lung", "robust_std_err", paste(kind, names(coef(fit))[i], sep = "|"), sqrt(fit$var[i, i]))
}
# interaction of arm and subgroup: likelihood ratio test
for (covariate in setdiff(covariates, "post")) {
  formula <- as.formula(paste("Surv(os_days, os_event) ~ post *", covariate))
  both <- coxph(formula, cohort, control = control)
  main <- coxph(update(formula, paste("~ post +", covariate)), cohort, control = control)
  keep("cohort", "interaction_p", covariate, pchisq(2 * (both$loglik[2] - main$loglik[2]), 1, lower.tail = FALSE))
}

# --- tables of counts

cohort$ne <- factor(cohort$best_response, levels = c("CR", "PR", "SD", "PD", "NE"))
tables <- list(
  sex = table(cohort$sex, cohort$group), bclc = table(cohort$bclc, cohort$group), etiology = table(cohort$etiology, cohort$group),
  child_pugh = table(cohort$child_pugh, cohort$group), ecog = table(cohort$ecog, cohort$group), number = table(cohort$tumor_number, cohort$group),
  pvi = table(cohort$pvi, cohort$group), mets = table(cohort$mets, cohort$group), response = table(cohort$ne, cohort$group),
  job = matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4, 4),  # of ?fisher.test
  sparse = matrix(c(3, 0, 1, 0, 4, 2, 1, 1, 5), 3, 3), even = matrix(c(5, 5, 5, 5, 5, 5), 2, 3)
)
for (name in names(tables)) {
  counts <- tables[[name]]
  place <- paste0(name, "|", paste(apply(counts, 1, paste, collapse = ","), collapse = ";"))
  keep("tables", "fisher_p", place, fisher.test(counts, workspace = 2e7)$p.value)
  test <- suppressWarnings(chisq.test(counts, correct = FALSE))
  keep("tables", "chi_square", place, test$statistic)
  keep("tables", "chi_square_p", place, test$p.value)
}
for (pair in list(c(12, 66), c(12, 34), c(39, 66), c(29, 34), c(0, 34), c(34, 34), c(1, 66), c(1, 1), c(500, 1000))) {
  interval <- binom.test(pair[1], pair[2])$conf.int
  keep("binomial", "clopper_pearson_lower", paste(pair, collapse = "|"), interval[1])
  keep("binomial", "clopper_pearson_upper", paste(pair, collapse = "|"), interval[2])
}

# --- means

keep_means <- function(data, frame, value, group) {
  formula <- reformulate(group, value)
  variances <- var.test(formula, frame)
  keep(data, "variance_ratio_p", value, variances$p.value)
  for (equal in c(TRUE, FALSE)) {
    test <- t.test(formula, frame, var.equal = equal)
    name <- if (equal) "student" else "welch"
    keep(data, paste0(name, "_t"), value, test$statistic)
    keep(data, paste0(name, "_df"), value, test$parameter)
    keep(data, paste0(name, "_p"), value, test$p.value)
  }
}
for (value in c("age", "ast", "alt", "bilirubin", "afp", "size_cm")) keep_means("cohort", cohort, value, "group")
for (value in c("age", "wt.loss", "meal.cal")) keep_means("lung", lung, value, "sex")
for (value in c("bili", "albumin", "age")) keep_means("pbc", pbc, value, "trt")
# one group in which everybody has the same value: R's t.test and var.test are told of it only by its variance of 0
constant <- data.frame(value = c(rep(0.7, 7), 0.4, 1.1, 0.9, 2.3), group = rep(c("a", "b"), c(7, 4)))
keep_means("constant", constant, "value", "group")
for (value in c("age", "nodes")) {
  formula <- reformulate("rx", value)
  keep("colon", "anova_p", value, oneway.test(formula, colon, var.equal = TRUE)$p.value)
  keep("colon", "welch_anova_p", value, oneway.test(formula, colon, var.equal = FALSE)$p.value)
  keep("colon", "bartlett_p", value, bartlett.test(formula, colon)$p.value)
}
for (value in c("age", "afp")) {
  for (level in unique(cohort$group)) {
    quartiles <- quantile(cohort[[value]][cohort$group == level], c(0.25, 0.5, 0.75))
    for (i in 1:3) keep("cohort", "quartile", paste(value, level, i, sep = "|"), quartiles[i])
  }
}
write.csv(do.call(rbind, rows), file.path(folder, "golden.csv"), row.names = FALSE, quote = TRUE)
